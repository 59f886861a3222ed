// Suggests places while the operator types. Without it the form asks again when a name is not clear.
(function () {
  "use strict";
  const form = document.querySelector("[data-places]");
  if (!form) return;
  const text = form.querySelector("[name=place_text]");
  const code = form.querySelector("input[type=hidden][name=place]");
  const list = document.createElement("div");
  list.className = "desk-candidates";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  text.setAttribute("autocomplete", "off");
  text.after(list);
  let timer = 0;
  let latest = 0;

  function choose(place) {
    code.value = place.code;
    text.value = place.path;
    list.hidden = true;
  }

  function show(places) {
    list.replaceChildren();
    places.slice(0, 8).forEach(function (place) {
      const option = document.createElement("button");
      option.type = "button";
      option.setAttribute("role", "option");
      option.textContent = place.path;
      option.addEventListener("click", function () { choose(place); });
      list.append(option);
    });
    list.hidden = places.length === 0;
  }

  text.addEventListener("input", function () {
    code.value = "";
    window.clearTimeout(timer);
    const asked = ++latest;
    timer = window.setTimeout(function () {
      if (!text.value.trim()) { show([]); return; }
      // By post: what a caller says of where they live has no place in an address.
      const typed = new FormData();
      typed.set("q", text.value);
      typed.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      fetch(form.dataset.places, { method: "POST", body: typed })
        .then(function (response) { return response.ok ? response.json() : []; })
        .then(function (places) { if (asked === latest) show(places); })
        .catch(function () { show([]); });
    }, 200);
  });
  text.addEventListener("keydown", function (event) {
    const first = list.querySelector("button");
    if (event.key === "Enter" && !list.hidden && first) { event.preventDefault(); first.click(); }
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
    if (event.key === "Escape") list.hidden = true;
  });
  list.addEventListener("keydown", function (event) {
    const now = document.activeElement;
    const next = event.key === "ArrowDown" ? now.nextElementSibling : event.key === "ArrowUp" ? now.previousElementSibling : null;
    if (next) { event.preventDefault(); next.focus(); }
    if (event.key === "Escape") { list.hidden = true; text.focus(); }
  });
})();
