package dev.plumbline.compare.rounding;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed at the first use and then kept. Not thread-safe. */
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> supplier;
    private @Nullable T value;

    public Lazy(Supplier<T> supplier) {
        this.supplier = supplier;
    }

    @Override
    public T get() {
        T result = value;
        if (result == null) {
            result = supplier.get();
            value = result;
        }
        return result;
    }

    /** Does something with the value if it was used. */
    public void ifComputed(Consumer<? super T> action) {
        T result = value;
        if (result != null) {
            action.accept(result);
        }
    }
}
