"""The short row of page numbers: first, last, and the neighbours of where you are."""


def page_window(number: int, pages: int) -> list[int | None]:
    """Page numbers to show, with None where some are left out.

    >>> page_window(5, 20)
    [1, None, 4, 5, 6, None, 20]
    """
    shown = sorted({1, pages, *range(max(1, number - 1), min(pages, number + 1) + 1)})
    window: list[int | None] = []
    for page in shown:
        if window and page - (window[-1] or 0) == 2:
            window.append(page - 1)
        elif window and page - (window[-1] or 0) > 2:
            window.append(None)
        window.append(page)
    return window
