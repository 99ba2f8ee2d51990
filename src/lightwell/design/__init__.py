"""Page shell and components: everything a page may show, so that no page names a CSS class of the design system."""
