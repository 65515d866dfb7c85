const manager = new oidc.UserManager(JSON.parse(document.getElementById('settings').textContent));
const show = (user, refreshed) => {
  document.getElementById('who').textContent = JSON.stringify(user && {
    claims: JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(user.id_token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0)))),
    userinfo: user.profile, accessToken: user.access_token, refreshed,
  });
  document.getElementById('state').textContent = user ? 'Signed in' : 'Signed out';
};
const start = async () => {
  if (location.pathname === '/callback') {
    await manager.signinRedirectCallback();
    history.replaceState({}, '', '/');
  }
  show(await manager.getUser(), 0);
};
const on = (id, act) => document.getElementById(id).addEventListener('click', event => {
  event.preventDefault();
  act().catch(failure => { document.getElementById('state').textContent = String(failure); });
});
on('login', () => manager.signinRedirect());
on('refresh', async () => show(await manager.signinSilent(), 1));
on('logout', () => manager.signoutRedirect());
start().catch(failure => { document.getElementById('state').textContent = String(failure); });
