// Share by what the device has: its own sheet, or a copied link. Both buttons stay hidden where it has neither.

for (const box of document.querySelectorAll("[data-share]")) {
  const { title, address } = box.dataset;
  const said = box.querySelector("[role=status]");
  const copy = box.querySelector("[data-share-copy]");
  const own = box.querySelector("[data-share-own]");

  if (navigator.clipboard) {
    copy.parentElement.hidden = false;
    copy.addEventListener("click", async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(address);
        said.textContent = said.dataset.copied;
      } catch {
        said.textContent = said.dataset.failed;
      }
    });
  }
  if (navigator.share) {
    own.parentElement.hidden = false;
    // Who closes the sheet without a choice rejects the promise; that is no error.
    own.addEventListener("click", () => navigator.share({ title, url: address }).catch(() => {}));
  }
}
