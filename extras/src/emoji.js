// Emoji by their names on GitHub, `:smile:` (jemoji): each becomes its character, and says its name. What is no name
// stays as it stands. `enhance()` is the entrance.
import emoji from 'virtual:emoji';

const characters = new Map(emoji.split('\n').map((line) => line.split(' ')));

export async function enhance(main) {
  for (const place of main.querySelectorAll('span.emoji:not([title])')) {
    const character = characters.get(place.textContent.slice(1, -1));
    if (character) Object.assign(place, { title: place.textContent, textContent: character });
  }
}
