// Files are granted by options of the command line; what is not is refused with
// an error that names the option. Modules can always be loaded.
const fs = require('fs');
const tell = (error) => console.log(error.code, error.permission, error.resource, error.message);
try {
  fs.readFileSync('/etc/hostname');
} catch (error) {
  tell(error);
}
try {
  fs.writeFileSync('/tmp/glassheap-refused', 'x');
} catch (error) {
  tell(error);
}
fs.promises.readdir('/').catch(tell);
console.log(require('./fixtures/granted.json').value, require('path').basename(process.cwd()) !== '');
console.log(Object.keys(process.env).length);
// expect: ERR_ACCESS_DENIED FileSystemRead /etc/hostname Access to this API has been restricted. Use --allow-fs-read to manage permissions.
// expect: ERR_ACCESS_DENIED FileSystemWrite /tmp/glassheap-refused Access to this API has been restricted. Use --allow-fs-write to manage permissions.
// expect: 7 true
// expect: 0
// expect: ERR_ACCESS_DENIED FileSystemRead / Access to this API has been restricted. Use --allow-fs-read to manage permissions.
