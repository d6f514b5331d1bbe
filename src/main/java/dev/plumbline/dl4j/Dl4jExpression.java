package dev.plumbline.dl4j;

import java.util.function.Supplier;

/**
 * A DL4J object beside the Java source that makes it. The source can be shown without loading DL4J.
 *
 * @param <T> DL4J's type
 * @param java an expression of Java
 * @param value makes what the expression makes
 */
record Dl4jExpression<T>(String java, Supplier<T> value) {
    T make() {
        return value.get();
    }
}
