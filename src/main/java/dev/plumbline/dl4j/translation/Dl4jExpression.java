package dev.plumbline.dl4j.translation;

import java.util.function.Supplier;

/**
 * A DL4J object, as Java source and as a factory. The source is available without loading DL4J.
 *
 * @param <T> DL4J's type
 * @param java a Java expression
 * @param value creates the object of the expression
 */
record Dl4jExpression<T>(String java, Supplier<T> value) {
    T make() {
        return value.get();
    }
}
