/**
 * Networks written out in Python, Java or Kotlin, in the tutorial's shape: they run as they are and agree with the
 * reference, and whoever learns puts lines of their own into them.
 */
@NullMarked
package dev.plumbline.scaffold;

import org.jspecify.annotations.NullMarked;
