import { html, nothing } from '/lib/lit-html/lit-html.js';

const MOST_WORDS = 3;
const LEAST_EFFECT = 0.01;

/** The model's image under a heat map, as `explain` draws it: the redder, the larger the product. */
export function heatMap({ rows, columns, values, height, width, pixels }) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height, role: 'img', ariaLabel: 'Heat map: attention of the title on the image' });
  const levels = Uint8Array.from(atob(pixels), (byte) => byte.charCodeAt(0));
  const drawing = canvas.getContext('2d');
  const image = drawing.createImageData(width, height);
  const plane = width * height;
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) image.data[4 * i + channel] = levels[channel * plane + i];
    image.data[4 * i + 3] = 255;
  }
  drawing.putImageData(image, 0, 0);
  const least = Math.min(...values);
  const range = Math.max(...values) - least || 1;
  values.forEach((value, i) => {
    const share = (value - least) / range;
    drawing.fillStyle = `hsl(${(1 - share) * 223} 100% 50% / ${(70 + 120 * share) / 255})`;
    drawing.fillRect((i % columns) * width / columns, Math.floor(i / columns) * height / rows, width / columns, height / rows);
  });
  return canvas;
}

/** Where the attention is, or why it is not shown. */
export function heat({ heat: map, model, isProposer, lacksImage }) {
  const notes = [
    map ? `Red: the title attends most (${Math.max(...map.values).toFixed(2)}), blue: least (${Math.min(...map.values).toFixed(2)}).`
      : 'No heat map: it needs an image, a title and a model with attention between them.',
    lacksImage ? 'The model saw an image that is only named by URL here.' : '',
    isProposer ? '' : `Explained by ${model}, which did not make this proposal.`,
  ];
  return notes.filter(Boolean).join(' ');
}

/** The title; words that spoke for the proposal of the task are marked, the strongest most. */
export function title({ words }, task) {
  const most = Math.max(LEAST_EFFECT, ...words.map((word) => word.effects[task] ?? 0));
  return words.map(({ text, effects }) => {
    const level = Math.ceil(3 * (effects[task] ?? 0) / most);
    return (effects[task] ?? 0) >= LEAST_EFFECT ? html`<mark class=${`w${level}`}>${text}</mark> ` : `${text} `;
  });
}

/** The words that spoke most for the proposal of a task, in text. */
export function strongest({ words }, task) {
  const speaking = words.filter(({ effects }) => (effects[task] ?? 0) >= LEAST_EFFECT)
    .sort((one, other) => other.effects[task] - one.effects[task]).slice(0, MOST_WORDS);
  if (!words.length) return nothing;
  return html`; words: ${speaking.length
    ? speaking.map(({ text, effects }, at) => html`${at ? ', ' : ''}<strong>${text}</strong> +${Math.round(100 * effects[task])}`)
    : 'none speaks for it'}`;
}
