/**
 * Assertions for tests of hand-written networks: an assertion fails, with the place and the cause, unless the network
 * trains like DL4J and the reference. It needs no test framework; it throws a {@link java.lang.AssertionError}.
 */
@NullMarked
package dev.plumbline.assertions;

import org.jspecify.annotations.NullMarked;
