// What the page does beyond being read: it stays true by itself. Everything works without it.
(function () {
  "use strict";

  // Pages say UTC; the clock on the wall is one hover away. Only safe places have a clipboard.
  function dress() {
    document.querySelectorAll("time[datetime]:not([title])").forEach((each) => {
      each.title = new Date(each.dateTime).toLocaleString() + " here, " + each.dateTime;
    });
    document.querySelectorAll("button[data-copy]").forEach((each) => (each.hidden = !navigator.clipboard));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) {
      navigator.clipboard
        .writeText(document.getElementById(button.dataset.copy).textContent)
        .then(() => (button.textContent = "Copied"));
    }
  });

  // Several events in a moment are one look.
  let planned = 0;
  function changed() {
    if (!planned) {
      planned = setTimeout(() => {
        planned = 0;
        htmx.trigger(document.body, "changed");
      }, 300);
    }
  }

  function silent(is) {
    const line = document.getElementById("silence");
    if (line) {
      line.hidden = !is;
    }
    document.body.classList.toggle("silent", is);
  }

  // The browser connects again by itself, and says which event it has seen last.
  // A browser has six connections to a host: only a page that somebody sees keeps one.
  let events = null;
  function attend() {
    if (document.hidden && events) {
      events.close();
      events = null;
    } else if (!document.hidden && !events) {
      listen();
      changed();
    }
  }

  function listen() {
    events = new EventSource(document.body.dataset.events);
    const mine = events;
    let lost = false;
    ["run", "point", "catalog", "alert", "reset"].forEach((type) => events.addEventListener(type, changed));
    events.addEventListener("open", () => {
      silent(false);
      if (lost) {
        changed();
      }
      lost = false;
    });
    events.addEventListener("error", () => {
      lost = true;
      silent(true);
      if (mine.readyState === EventSource.CLOSED) {
        setTimeout(() => {
          if (events === mine) {
            events = null;
            attend();
          }
        }, 5000);
      }
    });
  }

  dress();
  document.body.addEventListener("htmx:afterSettle", dress);
  document.body.addEventListener("htmx:oobAfterSwap", dress);
  if (document.body.dataset.events) {
    if (!document.hidden) {
      listen();
    }
    document.addEventListener("visibilitychange", attend);
    // Thresholds pass without an event.
    setInterval(() => document.hidden || changed(), 15000);
  }
})();
