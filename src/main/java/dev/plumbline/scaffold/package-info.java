/**
 * Networks as programs in Python, Java or Kotlin, in the form of the tutorial. They run as they are and agree with the
 * reference, and learners replace their lines by their own.
 */
@NullMarked
package dev.plumbline.scaffold;

import org.jspecify.annotations.NullMarked;
