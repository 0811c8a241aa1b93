/* A link to a place that is folded away opens what hides it. Newer browsers do it by themselves. */
(() => {
  "use strict";
  const reveal = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let fold = place && place.closest("details:not([open])");
    if (!fold) return;
    for (; fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
    place.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
