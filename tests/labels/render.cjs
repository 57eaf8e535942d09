// Renders ZPL files to PNG with a renderer nobody here wrote.
// node render.cjs TOOLS JOBS.json; jobs: [{ zpl, png, widthMm, heightMm, dotsPerMm }]
// Prints how many labels each file prints: [1, 1, ...]
const fs = require('node:fs');
const path = require('node:path');

const [tools, list] = process.argv.slice(2);
const { ready } = require(path.join(tools, 'node_modules', 'zpl-renderer-js'));

async function main() {
  const { api } = await ready;
  const counts = [];
  for (const { zpl, png, widthMm, heightMm, dotsPerMm } of JSON.parse(fs.readFileSync(list))) {
    const commands = fs.readFileSync(zpl, 'utf8');
    const labels = await api.zplToBase64MultipleAsync(commands, widthMm, heightMm, dotsPerMm);
    fs.writeFileSync(png, Buffer.from(labels[0], 'base64'));
    counts.push(labels.length);
  }
  console.log(JSON.stringify(counts));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
