/**
 * Networks that somebody wrote by hand: the port {@link dev.plumbline.handrolled.HandRolledNetwork} that fits on a page,
 * how a class that implements it is found or compiled, and how it is asked, step by step, for what it has.
 */
@NullMarked
package dev.plumbline.handrolled;

import org.jspecify.annotations.NullMarked;
