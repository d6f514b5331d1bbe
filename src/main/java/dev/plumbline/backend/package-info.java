/** The hardware that DL4J can use on this machine, and the choice of a backend. It does not load DL4J. */
@NullMarked
package dev.plumbline.backend;

import org.jspecify.annotations.NullMarked;
