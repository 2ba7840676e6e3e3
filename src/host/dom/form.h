/* form.h - the state of form controls: what a user would have typed, checked
 * and selected, and what follows from it.
 */
#ifndef GLASSHEAP_HOST_DOM_FORM_H
#define GLASSHEAP_HOST_DOM_FORM_H

#include "host/dom/parts.h"

/* What selectors ask. */
bool form_can_be_disabled(const Element *element);
bool form_is_disabled(VM *vm, const Element *element);
bool form_is_checked(VM *vm, const Element *element);
/* form_is_required - of a control that can be: whether it is as `wanted`. */
bool form_is_required(VM *vm, const Element *element, bool wanted);
bool form_is_writable(VM *vm, const Element *element);
bool form_shows_placeholder(VM *vm, const Element *element);

/* form_type_is - whether an input is of that type ("checkbox"). */
bool form_type_is(VM *vm, const Element *element, const char *type);
/* form_is_control - an element that a form lists. */
bool form_is_control(const Element *element);
/* form_of - the form that a control belongs to, or NULL. */
Element *form_of(VM *vm, const Element *element);
/* form_select_of - the select that an option belongs to, or NULL. */
Element *form_select_of(const Element *option);
/* form_is_selected - of an option, its select's way of choosing included. */
bool form_is_selected(VM *vm, const Element *option);
/* form_set_checked - checks an input, and so unchecks the radio buttons of its
 * group. */
void form_set_checked(VM *vm, Element *input, bool is_checked);
/* form_insert_text - what typing does to a control that takes text: a string
 * comes behind what it has. Other controls stay as they are. */
bool form_insert_text(VM *vm, Element *control, Value text);
/* form_reset - every control of a form is as its attributes say. */
void form_reset(VM *vm, Element *form);
/* form_labelled - the control that a label is for, or NULL. */
Element *form_labelled(VM *vm, Element *label);

#endif
