/**
 * Networks as programs in Python, Java or Kotlin, in the form of the tutorial. They run as they are and agree with the
 * reference, and learners replace their lines by their own.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.scaffold;

import org.jspecify.annotations.NullMarked;
