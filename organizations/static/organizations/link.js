// Takes the code from behind the # of a one-time link, where no server sees it, and clears the address.
(() => {
  const field = document.querySelector('input[name="code"]');
  const code = window.location.hash.slice(1);
  if (!field || !code) return;
  field.value = code.match(/.{1,4}/g).join('-');
  window.history.replaceState(null, '', window.location.pathname);
})();
