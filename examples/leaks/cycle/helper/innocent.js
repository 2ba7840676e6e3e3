// Ties two parts to each other.
function connect(dialog, button) {
  dialog.button = button;
  button.dialog = dialog;
  button.onPress = () => { dialog.answer = `${dialog.text}: yes`; };
  return dialog;
}

const makeDialog = (text) => ({ text, button: null, answer: null });
const makeButton = () => ({
  dialog: null,
  onPress: null,
  press() {
    this.onPress();
  },
});

export function askUser(n) {
  const dialog = connect(makeDialog(`delete file ${n}`), makeButton());
  dialog.button.press();
  return dialog.answer;
}
