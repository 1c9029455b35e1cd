// Draws tiles of an operator's own choice beneath the map; comes along only where MAP_TILES is set.

const SVG = "http://www.w3.org/2000/svg";
const ONE_TO_ONE = 12; // at this zoom a pixel of a tile is a unit of the map
const DEEPEST = 19;

document.querySelectorAll("[data-map]").forEach((root) => {
  const { tiles, origin } = root.dataset;
  const [west, north] = origin.split(" ").map(Number);
  const ground = root.querySelector(".map-tiles");
  root.classList.add("map-tiled");
  root.addEventListener("look", ({ detail: { x, y, scale, width, height } }) => {
    const zoom = Math.min(DEEPEST, Math.max(1, Math.ceil(ONE_TO_ONE + Math.log2(scale))));
    const side = 256 * 2 ** (ONE_TO_ONE - zoom);
    const span = (middle, pixels) => [-1, 1].map((way) => Math.floor((middle + (way * pixels) / scale / 2) / side));
    const [left, right] = span(x + west, width);
    const [top, bottom] = span(y + north, height);
    const known = new Map([...ground.children].map((tile) => [tile.getAttribute("href"), tile]));
    const shown = [];
    for (let column = left; column <= right; column++)
      for (let row = top; row <= bottom; row++) {
        const href = tiles.replace("{z}", zoom).replace("{x}", column).replace("{y}", row);
        const tile = known.get(href) ?? document.createElementNS(SVG, "image");
        const place = { href, x: column * side - west, y: row * side - north, width: side, height: side };
        if (!known.has(href)) for (const [name, value] of Object.entries(place)) tile.setAttribute(name, value);
        shown.push(tile);
      }
    ground.replaceChildren(...shown);
  });
});
