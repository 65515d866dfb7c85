// Keeps the codes and the clock of the tour up to date; without it the page shows those of its loading.
for (const link of document.querySelectorAll('[data-reload]')) {
  link.addEventListener('click', event => {
    event.preventDefault();
    location.reload();
  });
}

const shown = [...document.querySelectorAll('.code')];
if (shown.length > 0) {
  document.querySelector('.without-script').hidden = true;
  const refresh = async () => {
    const answer = await fetch('/codes').then(response => response.json()).catch(() => null);
    if (answer === null) {
      return;
    }
    document.querySelector('.now').textContent = answer.now.replace('T', ' ').slice(0, 19);
    for (const box of shown) {
      const live = answer.codes.find(one => one.username === box.dataset.username);
      const grouped = `${live.code.slice(0, 3)} ${live.code.slice(3)}`;
      const digits = box.querySelector('strong');
      if (digits.textContent !== grouped) {
        digits.textContent = grouped;
      }
      box.querySelector('.seconds').textContent = live.seconds;
    }
  };
  refresh();
  setInterval(refresh, 1000);
}
