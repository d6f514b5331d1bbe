package dev.plumbline.compare;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is calculated when it is first asked for, and kept. Not for several threads at once. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> calculation;
    private @Nullable T known;

    Lazy(Supplier<T> calculation) {
        this.calculation = calculation;
    }

    @Override
    public T get() {
        T result = known;
        if (result == null) {
            result = calculation.get();
            known = result;
        }
        return result;
    }
}
