// After a command the page waited for its own position; that is over, so the address forgets it.

const PASSING = ["min_position", "done"];

export function tidyAddress() {
  const address = new URL(location.href);
  if (!PASSING.some((name) => address.searchParams.has(name))) return;
  for (const name of PASSING) address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
}
