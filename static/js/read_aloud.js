// Reads the parts of a page marked data-read, with a Dutch voice of the browser, and of those what is in Dutch: on a
// page in another language that is what the organisation wrote. Where there is no Dutch voice the buttons stay hidden. Each sentence is one utterance: pausing stops there and goes on with that same sentence,
// since many phones cannot pause, and long utterances break off in some browsers.

const BLOCKS = "h1, h2, h3, p, li, dt, dd";
const SENTENCE = /[^.!?]+[.!?]*/g;

const box = document.querySelector("[data-read-aloud]");
const speech = window.speechSynthesis;
const still = matchMedia("(prefers-reduced-motion: reduce)");

function dutchVoice() {
  const voices = speech.getVoices().filter(({ lang }) => /^nl\b/i.test(lang));
  return voices.find(({ lang }) => /^nl[-_]be/i.test(lang)) ?? voices[0];
}

// The Dutch of a block: words in another language would be said as if they were Dutch.
function dutchOf(block) {
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let found = "";
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    found += /^nl\b/i.test(parentElement.closest("[lang]").lang) ? data : " ";
  }
  return found;
}

// What is to be said: each sentence with the block that it stands in. A block within a block is said once.
function sentences() {
  const found = [...document.querySelectorAll("[data-read]")].flatMap((part) => [...part.querySelectorAll(BLOCKS)]);
  return found
    .filter((block) => !block.querySelector(BLOCKS) && !block.closest("[aria-hidden=true], [hidden], details:not([open])"))
    .flatMap((block) => {
      const text = dutchOf(block).replace(/\s+/g, " ").trim();
      return (text.match(SENTENCE) ?? []).map((said) => ({ block, said: said.trim() })).filter(({ said }) => /[\p{L}\p{N}]/u.test(said));
    });
}

class Reader {
  constructor() {
    this.queue = [];
    this.at = 0;
    this.turn = 0; // tells an utterance that was cancelled from the present one
    this.status = box.querySelector("[role=status]");
    this.buttons = Object.fromEntries(["start", "pause", "go-on", "stop"].map((name) => [name, box.querySelector(`[data-read-${name}]`)]));
    this.buttons.start.addEventListener("click", () => this.start());
    this.buttons.pause.addEventListener("click", () => this.pause());
    this.buttons["go-on"].addEventListener("click", () => this.goOn());
    this.buttons.stop.addEventListener("click", () => this.stop());
  }

  start() {
    this.queue = sentences();
    this.at = 0;
    this.say(box.dataset.begun, ["pause", "stop"]);
    this.speak();
  }

  pause() {
    this.silence();
    this.say(box.dataset.paused, ["go-on", "stop"]);
  }

  goOn() {
    this.say("", ["pause", "stop"]);
    this.speak();
  }

  stop() {
    this.silence();
    this.mark(null);
    this.say(box.dataset.ended, ["start"]);
  }

  silence() {
    this.turn += 1;
    speech.cancel();
  }

  speak() {
    const next = this.queue[this.at];
    if (!next) return this.stop();
    const turn = (this.turn += 1);
    const utterance = new SpeechSynthesisUtterance(next.said);
    utterance.voice = dutchVoice();
    utterance.lang = utterance.voice?.lang ?? "nl-BE";
    utterance.onend = () => {
      if (turn !== this.turn) return;
      this.at += 1;
      this.speak();
    };
    utterance.onerror = () => turn === this.turn && this.stop();
    this.mark(next.block);
    speech.speak(utterance);
  }

  mark(block) {
    document.querySelector(".being-read")?.classList.remove("being-read");
    block?.classList.add("being-read");
    if (block && !still.matches) block.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  // Show these buttons; the focus goes along when the one that had it disappears.
  say(text, shown) {
    const had = box.contains(document.activeElement);
    for (const [name, button] of Object.entries(this.buttons)) button.hidden = !shown.includes(name);
    if (had) this.buttons[shown[0]].focus();
    this.status.textContent = text;
  }
}

if (box && speech) {
  const show = () => (box.hidden = !dutchVoice());
  show();
  speech.addEventListener?.("voiceschanged", show);
  const reader = new Reader();
  addEventListener("pagehide", () => reader.silence());
}
