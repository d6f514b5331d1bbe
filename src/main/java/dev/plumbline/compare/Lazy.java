package dev.plumbline.compare;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed at the first use and then kept. Not thread-safe. */
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
