// 'Bij mij': the browser's place is asked only on a tap, is rounded to some 100 metres, goes into the box, and is kept nowhere.

for (const button of document.querySelectorAll("[data-near-me]")) {
  if (!("geolocation" in navigator) || !window.isSecureContext) continue;
  button.hidden = false;
  const said = button.parentElement.querySelector("[data-near-me-said]");
  const box = button.form.elements.waar;

  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    said.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.removeAttribute("aria-busy");
        box.value = `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`;
        button.form.requestSubmit();
      },
      () => {
        button.removeAttribute("aria-busy");
        said.textContent = button.dataset.failed;
        box.focus();
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });
}
