class Dialog {
  constructor(text) {
    this.text = text;
    this.button = new Button(this);
    this.answer = null;
  }
}

// It knows its dialog, which knows it.
class Button {
  constructor(dialog) {
    this.dialog = dialog;
    this.onPress = () => { dialog.answer = `${dialog.text}: yes`; };
  }
  press() {
    this.onPress();
  }
}

export function askUser(n) {
  const dialog = new Dialog(`delete file ${n}`);
  dialog.button.press();
  return dialog.answer;
}
