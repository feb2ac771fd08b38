'use strict';
(() => {
  const live = document.currentScript.dataset.live === 'true';
  const byId = id => document.getElementById(id);
  const tip = byId('tip');
  let {pages} = JSON.parse(byId('data').textContent);

  // What the pointer, a tap or the arrow keys are at.
  let active = -1;

  const number = n => n.toLocaleString('en-US');
  const count = (n, noun, nouns = noun + 's') => `${number(n)} ${n === 1 ? noun : nouns}`;
  const time = ms => ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;

  function describe(i) {
    const retries = pages.attempts[i] - 1;
    const rows = `${count(pages.rows[i], 'row')} · ${count(pages.attempts[i], 'attempt')} · ${time(pages.millis[i])}`;
    switch (pages.states[i]) {
      case 's': return `stored · ${rows}`;
      case 'r': return `stored after ${count(retries, 'retry', 'retries')} · ${rows}`;
      case 'd': return `doubtful, see below · ${rows}`;
      case 'f': return `failed after ${count(pages.attempts[i], 'attempt')}, see below`;
      case 'a': return 'in progress';
      default: return 'not requested';
    }
  }

  function show(i) {
    const cells = byId('cells').children;
    cells[active]?.classList.remove('on');
    active = i < cells.length ? i : -1;
    tip.hidden = active < 0;
    if (active < 0) return;
    const cell = cells[active];
    cell.classList.add('on');
    tip.textContent = `Page ${number(active + 1)}: ${describe(active)}`;
    const box = cell.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(box.left + box.width / 2 - tip.offsetWidth / 2, width - tip.offsetWidth - 8));
    const above = box.top - tip.offsetHeight - 8;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above > 0 ? above : box.bottom + 8) + scrollY}px`;
  }

  const cellAt = event => {
    const cell = event.target instanceof Element && event.target.closest('#cells > i');
    return cell ? Array.prototype.indexOf.call(cell.parentNode.children, cell) : -1;
  };
  document.addEventListener('pointerover', event => {
    if (event.pointerType !== 'touch') show(cellAt(event));
  });
  document.addEventListener('click', event => show(cellAt(event)));
  document.addEventListener('focusout', () => show(-1));
  document.addEventListener('keydown', event => {
    if (document.activeElement !== byId('cells')) return;
    const columns = getComputedStyle(byId('cells')).gridTemplateColumns.split(' ').length;
    const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns}[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? pages.rows.length - 1
      : step && (active < 0 ? 0 : active + step);
    if (event.key === 'Escape') show(-1);
    if (to === undefined) return;
    event.preventDefault();
    if (to >= 0 && to < pages.rows.length) {
      show(to);
      byId('cells').children[to].scrollIntoView({block: 'nearest'});
    }
  });

  if (!live) return;

  // Only what differs is drawn anew, so that nothing flickers and a selection stays.
  let drawn = {};
  function draw(now) {
    document.title = now.title;
    const focused = document.activeElement === byId('cells');
    const at = active;
    const open = byId('more')?.open;
    for (const [id, html] of Object.entries(now.parts)) {
      if (drawn[id] !== html) byId(id).innerHTML = html;
    }
    drawn = now.parts;
    pages = now.pages;
    if (open && byId('more')) byId('more').open = true;
    if (focused) byId('cells').focus({preventScroll: true});
    show(at);
  }

  async function follow() {
    let pause = 5000;
    try {
      const answer = await fetch('data' + location.search, {cache: 'no-store'});
      if (!answer.ok) throw new Error(answer.statusText);
      const now = await answer.json();
      draw(now);
      byId('lost').hidden = true;
      if (now.running) pause = 1000;
    } catch (gone) {
      if (byId('lost').hidden) {
        byId('lost').textContent = `The program no longer responds. Last update: ${new Date().toLocaleTimeString('en-GB')}.`;
        byId('lost').hidden = false;
      }
    }
    setTimeout(follow, pause);
  }
  setTimeout(follow, 1000);
})();
