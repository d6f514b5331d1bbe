/**
 * Hand-rolled networks: the interface {@link dev.plumbline.handrolled.HandRolledNetwork}, the search and the
 * compilation of classes that implement it, and their execution step by step.
 */
@NullMarked
package dev.plumbline.handrolled;

import org.jspecify.annotations.NullMarked;
