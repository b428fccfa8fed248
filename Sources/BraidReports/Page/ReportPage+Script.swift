extension ReportPage {
  /// What the page can do beside being read: mark the part in view in the navigation, and the edges of a stage.
  ///
  /// It holds none of the characters that XML gives a meaning, so that the page stays well-formed.
  static let script = """
    const links = new Map([...document.querySelectorAll("nav a")].map(a => [a.hash.slice(1), a]));
    const seen = new Set();
    const observer = new IntersectionObserver(entries => {
      for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target.id);
      const current = [...links.keys()].find(id => seen.has(id));
      for (const [id, link] of links) {
        if (id === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-60px 0px -40% 0px" });
    for (const section of document.querySelectorAll("main > section")) observer.observe(section);
    for (const node of document.querySelectorAll(".graph a")) {
      const edges = [...document.querySelectorAll(".graph .edge")]
        .filter(edge => [edge.dataset.from, edge.dataset.to].includes(node.dataset.stage));
      const light = isLit => edges.forEach(edge => edge.classList.toggle("lit", isLit));
      for (const event of ["pointerenter", "focus"]) node.addEventListener(event, () => light(true));
      for (const event of ["pointerleave", "blur"]) node.addEventListener(event, () => light(false));
    }
    """
}
