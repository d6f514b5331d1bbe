/** The kinds of errors, each with a stable code that {@code plumbline words} explains. */
@NullMarked
package dev.plumbline.spec.error;

import org.jspecify.annotations.NullMarked;
