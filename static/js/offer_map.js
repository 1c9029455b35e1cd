// Brings the drawn map to life: it can be moved and made larger by finger, mouse, wheel, button and key, and shows what
// stands together as one mark. Without this file the picture stays. It tells others of the page what happens by events:
// "look" (what is seen), "choose" (marks that were tapped), and hears "light" (an offer to show).

const SVG = "http://www.w3.org/2000/svg";
const APART = 46; // pixels between two marks, so that a finger hits one
const CLOSEST = 4; // pixels for a unit of the map, which is some 24 metres
const NEAR = 0.2; // from so many pixels a unit on, stations are dots,
const NEARER = 0.5; // and from so many on they bear their names, and parts of towns theirs
const FEW = 40; // names of towns from afar
const STEP = 90; // pixels that an arrow key moves
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function draw(name, attributes, ...inside) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

// A point joins the first cluster that is near enough, as rules.clusters_of does for the picture.
function clustersOf(points, apart) {
  const found = [];
  for (const point of points) {
    const near = found.find(({ x, y }) => Math.hypot(x - point.x, y - point.y) < apart);
    if (near) near.members.push(point);
    else found.push({ x: point.x, y: point.y, members: [point] });
  }
  return found;
}

class OfferMap {
  constructor(root) {
    Object.assign(this, { root, said: root.dataset, fingers: new Map(), clusters: new Map() });
    for (const part of ["view", "land", "marks", "tools"]) this[part] = root.querySelector(`.map-${part}`);
    this.note = root.parentElement.querySelector(".map-note");
    this.load().catch(() => (this.note.textContent = this.said.failed));
  }

  async load() {
    const read = async (address) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    };
    const [land, found] = await Promise.all([read(this.said.land), read(this.said.marks)]);
    this.size = land.size;
    this.names = land.towns.map(([name, x, y]) => ({ name, x, y }));
    this.stations = land.stations;
    this.offers = found.offers.map((offer) => ({ ...offer, ...this.pointOf(offer, land) }));
    land.layers.stations = land.stations.map(([, x, y]) => `M${x} ${y}h0`).join("");
    for (const [name, d] of Object.entries(land.layers)) this.land.querySelector(`[data-layer=${name}]`).setAttribute("d", d);
    const [middle] = this.land.querySelector(".map-middle")?.getAttribute("d").matchAll(/M(\d+) (\d+)/g) ?? [];
    this.middle = middle && { x: Number(middle[1]), y: Number(middle[2]) };
    const [x, y, width] = this.land.getAttribute("viewBox").split(" ").map(Number);
    this.seen = { x: x + width / 2, y: y + width / 2 };
    this.across = width;
    this.land.setAttribute("preserveAspectRatio", "none");
    this.overlay = draw("g", {});
    this.marks.replaceChildren(this.overlay);
    this.root.classList.add("map-live");
    for (const [name, value] of Object.entries({ role: "application", tabindex: 0 })) this.view.setAttribute(name, value);
    this.tools.hidden = false;
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.view);
  }

  pointOf({ lat, lon }, { units, origin }) {
    const down = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
    return { x: ((lon + 180) / 360) * units - origin[0], y: down * units - origin[1] };
  }

  resize() {
    const { width, height } = this.view.getBoundingClientRect();
    if (!width) return;
    const scale = this.width ? this.scale : Math.min(width, height) / this.across;
    Object.assign(this, { width, height });
    this.first ??= { ...this.seen, scale };
    this.look({ ...this.seen, scale });
  }

  // Where one looks: the point in the middle, and pixels for a unit. Never beyond the land.
  look({ x, y, scale }) {
    const inside = (value, most) => Math.min(Math.max(value, 0), most);
    this.seen = { x: inside(x, this.size[0]), y: inside(y, this.size[1]) };
    this.scale = Math.min(Math.max(scale, Math.min(this.width / this.size[0], this.height / this.size[1]) * 0.9), CLOSEST);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.show());
  }

  show() {
    const { x, y } = this.seen;
    const [wide, high] = [this.width / this.scale, this.height / this.scale];
    this.land.setAttribute("viewBox", `${x - wide / 2} ${y - high / 2} ${wide} ${high}`);
    this.land.classList.toggle("map-far", this.scale < NEAR);
    if (this.drawn?.scale !== this.scale) this.mark();
    this.overlay.setAttribute("transform", `translate(${(this.drawn.x - x) * this.scale} ${(this.drawn.y - y) * this.scale})`);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), 120);
  }

  settle() {
    this.mark();
    this.overlay.removeAttribute("transform");
    const { seen, scale, width, height, offers } = this;
    this.tell("look", { ...seen, scale, width, height, offers, shown: offers.filter((offer) => this.isSeen(offer)) });
  }

  tell(what, detail) {
    this.root.dispatchEvent(new CustomEvent(what, { detail }));
  }

  at({ x, y }) {
    return { left: (x - this.seen.x) * this.scale + this.width / 2, top: (y - this.seen.y) * this.scale + this.height / 2 };
  }

  isSeen(thing, room = 0) {
    const { left, top } = this.at(thing);
    return left > -room && top > -room && left < this.width + room && top < this.height + room;
  }

  // Clusters are those of the nearest half step of scale, so that they stay while fingers move.
  together() {
    const level = Math.round(Math.log2(this.scale) * 2) / 2;
    if (!this.clusters.has(level)) this.clusters.set(level, clustersOf(this.offers, APART / 2 ** level));
    return this.clusters.get(level);
  }

  mark() {
    this.drawn = { ...this.seen, scale: this.scale };
    const clusters = this.together().filter((cluster) => this.isSeen(cluster, this.width / 2));
    const marks = clusters.map((cluster) => this.markOf(cluster));
    marks.sort((a, b) => a.classList.contains("map-lit") - b.classList.contains("map-lit"));
    this.overlay.replaceChildren(...this.writing(clusters), ...marks);
  }

  markOf(cluster) {
    const { left, top } = this.at(cluster);
    const [first, ...others] = cluster.members;
    const lit = cluster.members.some(({ id }) => id === this.lit) ? " map-lit" : "";
    const place = `translate(${left} ${top})`;
    if (!others.length) {
      const shape = document.querySelector(`[data-map-line=${first.type}]`).content.querySelector("svg").cloneNode(true);
      for (const [name, value] of Object.entries({ x: -13, y: -13, width: 26, height: 26 })) shape.setAttribute(name, value);
      return draw("g", { class: `map-one${lit}`, transform: place }, draw("circle", { r: 18 }), shape);
    }
    const size = 15 + Math.min(9, Math.log2(others.length + 1) * 1.6);
    const number = draw("text", { dy: ".36em" }, String(others.length + 1));
    return draw("g", { class: `map-many${lit}`, transform: place }, draw("circle", { r: size }), number);
  }

  // Names in their order of importance, each once, and only where nothing else is written or marked.
  writing(clusters) {
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const { offsetLeft, offsetTop, offsetWidth: wide, offsetHeight: high } = this.tools;
    const taken = [{ left: offsetLeft + wide / 2, top: offsetTop + high / 2, wide, high }];
    for (const mark of clusters) taken.push({ ...this.at(mark), wide: 44, high: 40 });
    if (this.middle) taken.push({ ...this.at(this.middle), wide: 16, high: 16 });
    const meets = (one, other) => Math.abs(other.left - one.left) * 2 < other.wide + one.wide && Math.abs(other.top - one.top) * 2 < other.high + one.high;
    const written = new Map();
    for (const thing of [...this.names.slice(0, this.scale < NEAR / 2 ? FEW : undefined), ...(this.scale > NEARER ? this.small() : [])]) {
      const { left, top } = this.at(thing);
      const wide = (thing.name.length * 7.4 + 14) * size;
      if (written.has(thing.name) || !this.isSeen(thing, -11) || Math.abs(left - this.width / 2) + wide / 2 > this.width / 2) continue;
      const box = (thing.small ? [0, 14, -14] : [0, 32, -32])
        .map((shift) => ({ left, top: top + shift * size, wide, high: 22 * size }))
        .find((one) => !taken.some((other) => meets(one, other)));
      if (!box) continue;
      taken.push(box);
      written.set(thing.name, draw("text", { class: thing.small ? "map-small" : "map-name", x: left, y: box.top, dy: ".36em" }, thing.name));
    }
    return written.values();
  }

  // Names of parts of towns and of stations; those parts are asked for when one comes near for the first time.
  small() {
    const small = (things) => things.map(([name, x, y]) => ({ name, x, y, small: true }));
    this.parts ??= fetch(this.said.parts)
      .then((answer) => answer.json())
      .then((parts) => {
        this.smaller = [...small(parts), ...small(this.stations)];
        this.mark();
      })
      .catch(() => {});
    return this.smaller ?? small(this.stations);
  }

  listen() {
    const { view } = this;
    this.root.addEventListener("light", ({ detail }) => {
      if (detail === this.lit) return;
      this.lit = detail;
      this.mark();
    });
    view.addEventListener("keydown", (event) => this.press(event));
    this.tools.addEventListener("click", (event) => this.act(event.target.closest("button")?.dataset.act));
    view.addEventListener("pointerdown", (event) => this.touch(event));
    view.addEventListener("pointermove", (event) => this.drag(event));
    for (const kind of ["pointerup", "pointercancel"]) view.addEventListener(kind, (event) => this.release(event));
    // The wheel scrolls the page until one has chosen the map; two fingers on a touchpad say Ctrl.
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== view) return;
      event.preventDefault();
      this.zoom(2 ** (-event.deltaY / (event.ctrlKey ? 60 : 240)), this.within(event));
    }, { passive: false });
  }

  press(event) {
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const acts = { "+": "closer", "=": "closer", "-": "farther", "0": "all" };
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in moves || event.key in acts)) return;
    event.preventDefault();
    if (event.key in acts) return this.act(acts[event.key]);
    const [right, down] = moves[event.key];
    this.look({ x: this.seen.x + right / this.scale, y: this.seen.y + down / this.scale, scale: this.scale });
  }

  act(what) {
    const factor = { closer: 2, farther: 0.5 }[what];
    if (what) this.glide(factor ? { ...this.seen, scale: this.scale * factor } : this.first);
  }

  within(event) {
    const { left, top } = this.view.getBoundingClientRect();
    return { left: event.clientX - left, top: event.clientY - top };
  }

  // What lies under `at` stays there.
  zoom(factor, { left, top }) {
    const [right, down] = [left - this.width / 2, top - this.height / 2];
    const before = this.scale;
    this.look({ ...this.seen, scale: before * factor });
    const shift = 1 / before - 1 / this.scale;
    this.look({ x: this.seen.x + right * shift, y: this.seen.y + down * shift, scale: this.scale });
  }

  glide(to) {
    const from = { ...this.seen, scale: this.scale };
    const begun = performance.now();
    const step = (now) => {
      const part = calm.matches ? 1 : Math.min(1, Math.max(0, now - begun) / 150);
      const mix = (a, b) => a + (b - a) * part;
      this.look({ x: mix(from.x, to.x), y: mix(from.y, to.y), scale: from.scale * (to.scale / from.scale) ** part });
      if (part < 1) this.gliding = requestAnimationFrame(step);
    };
    cancelAnimationFrame(this.gliding);
    step(begun);
  }

  touch(event) {
    cancelAnimationFrame(this.gliding);
    this.view.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, this.within(event));
    this.tapped = this.fingers.size === 1 ? this.within(event) : null;
  }

  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = this.within(event);
    if (this.tapped && Math.hypot(now.left - this.tapped.left, now.top - this.tapped.top) < 8) return;
    this.tapped = null;
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.fingers.set(event.pointerId, now);
    const share = other ? 2 : 1; // Two fingers move the map together.
    const x = this.seen.x - (now.left - before.left) / this.scale / share;
    const y = this.seen.y - (now.top - before.top) / this.scale / share;
    this.look({ x, y, scale: this.scale });
    if (!other) return;
    const far = ({ left, top }) => Math.max(1, Math.hypot(left - other.left, top - other.top));
    this.zoom(far(now) / far(before), { left: (now.left + other.left) / 2, top: (now.top + other.top) / 2 });
  }

  release(event) {
    const tapped = event.type === "pointerup" && this.fingers.size === 1 ? this.tapped : null;
    this.fingers.delete(event.pointerId);
    if (tapped) this.tap(tapped);
  }

  tap(here) {
    const far = (cluster) => Math.hypot(this.at(cluster).left - here.left, this.at(cluster).top - here.top);
    const [hit] = this.together().filter((cluster) => far(cluster) < 28).sort((a, b) => far(a) - far(b));
    if (hit) return this.open(hit);
    this.tell("choose", []);
    // A way to move without dragging: what one taps comes to the middle.
    this.glide({ x: this.seen.x + (here.left - this.width / 2) / this.scale, y: this.seen.y + (here.top - this.height / 2) / this.scale, scale: this.scale });
  }

  open({ x, y, members }) {
    const reach = Math.max(...members.map((one) => Math.max(Math.abs(one.x - x), Math.abs(one.y - y))));
    if (reach * CLOSEST > APART && this.scale < CLOSEST) {
      const scale = Math.min(CLOSEST, Math.max(this.scale * 2, (Math.min(this.width, this.height) * 0.4) / reach));
      this.tell("choose", []);
      return this.glide({ x, y, scale });
    }
    this.tell("choose", members);
  }
}

document.querySelectorAll("[data-map]").forEach((root) => new OfferMap(root));
