"""The chain from a request to its dataset, as pieces of the pages along it: the matter, the decision, the dataset."""

from __future__ import annotations

from django.template.loader import render_to_string

from lightwell.kernel.ref import Ref
from lightwell.opendata.requests import queries
from lightwell.opendata.requests.kind import DATA_REQUEST


def of_matter(ref: Ref | None) -> str:
    """Where the answer to a request leads; "" for other matters."""
    if ref is None or ref.kind != "matter" or not ref.id.startswith(f"{DATA_REQUEST.prefix}-"):
        return ""
    chain = queries.chain_of(ref.id)
    return render_to_string("requests/parts/of_matter.html", {"chain": chain}) if chain else ""


def of_other(ref: Ref | None) -> str:
    """The requests that led to a decision, promise or dataset; "" when nobody asked for it."""
    if ref is None or ref.kind not in ("disclosure", "dataset"):
        return ""
    find = queries.chains_to_subject if ref.kind == "disclosure" else queries.chains_to_dataset
    chains = find(ref.id)
    return (
        render_to_string("requests/parts/of_other.html", {"chains": chains, "kind": ref.kind})
        if chains
        else ""
    )


def ways_on(ref: Ref | None) -> str:
    """Below the list of datasets: what to do when the data is not there."""
    return render_to_string("requests/parts/ways_on.html")
