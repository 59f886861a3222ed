/* A batch whose file is still being read: look again every few seconds, while somebody looks at the page. */
setInterval(() => {
  if (!document.hidden) window.location.reload();
}, 4000);
