/**
 * For tests of networks written by hand: a line that fails, and says where and why, unless the network is the same as
 * DL4J's and the reference's. It needs no test framework; what fails is a {@link java.lang.AssertionError}.
 */
@NullMarked
package dev.plumbline.assertions;

import org.jspecify.annotations.NullMarked;
