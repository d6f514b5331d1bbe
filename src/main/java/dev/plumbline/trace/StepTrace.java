package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tensors of one training step. An engine records each tensor once; a missing tensor is an empty Optional. */
public final class StepTrace {
    private static final Quantity[] QUANTITIES = Quantity.values();

    /** The places of a step in causal order, by the number of layers: each step of a diagnosis asks for them. */
    private static final Map<Integer, List<Key.Place>> ORDERS = new ConcurrentHashMap<>();

    private final long step;
    private final int layers;
    private final @Nullable Matrix[] tensors; // [quantity · layers + layer − 1]
    private int size;

    /** An empty trace for a network with this number of layers. */
    public StepTrace(long step, int layers) {
        this.step = step;
        this.layers = layers;
        this.tensors = new @Nullable Matrix[QUANTITIES.length * layers];
    }

    /** The number of the step, counted from 0. */
    public long step() {
        return step;
    }

    /** The number of layers. */
    public int layers() {
        return layers;
    }

    /**
     * Records a tensor.
     *
     * @throws IllegalArgumentException if there is no such layer, or the tensor was recorded before
     */
    public StepTrace record(Quantity quantity, int layer, Matrix tensor) {
        int index = index(quantity, layer);
        if (tensors[index] != null) {
            throw new IllegalArgumentException(new Key(step, quantity, layer) + " is already recorded");
        }
        tensors[index] = tensor;
        size++;
        return this;
    }

    /** The tensor, if it was recorded; empty if the network has no such layer. */
    public Optional<Matrix> get(Quantity quantity, int layer) {
        return has(layer) ? Optional.ofNullable(tensors[index(quantity, layer)]) : Optional.empty();
    }

    /** The tensor of a key, if it was recorded; empty if the key has another step. */
    public Optional<Matrix> get(Key key) {
        return key.step() == step ? get(key.quantity(), key.layer()) : Optional.empty();
    }

    /** The number of recorded tensors. */
    public int size() {
        return size;
    }

    /** The keys of the recorded tensors, in causal order. */
    public List<Key> keys() {
        List<Key> keys = new ArrayList<>(size);
        for (Key.Place place : ORDERS.computeIfAbsent(layers, StepTrace::inCausalOrder)) {
            if (tensors[index(place.quantity(), place.layer())] != null) {
                keys.add(new Key(step, place.quantity(), place.layer()));
            }
        }
        return Collections.unmodifiableList(keys);
    }

    private static List<Key.Place> inCausalOrder(int layers) {
        return Arrays.stream(QUANTITIES)
                .flatMap(quantity -> IntStream.rangeClosed(1, layers).mapToObj(layer -> new Key(0, quantity, layer)))
                .sorted()
                .map(Key::place)
                .toList();
    }

    /** A copy with some of the tensors. */
    public StepTrace only(Predicate<Key> included) {
        StepTrace some = new StepTrace(step, layers);
        keys().stream()
                .filter(included)
                .forEach(key -> some.record(key.quantity(), key.layer(), get(key).orElseThrow()));
        return some;
    }

    /** The first NaN or infinity in causal order, if there is one. */
    public Optional<NotFinite> firstNotFinite() {
        for (Matrix tensor : tensors) {
            if (tensor != null && !tensor.isFinite()) {
                return keys().stream()
                        .flatMap(key -> NotFinite.in(get(key).orElseThrow(), key).stream())
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    private boolean has(int layer) {
        return layer >= 1 && layer <= layers;
    }

    private int index(Quantity quantity, int layer) {
        if (!has(layer)) {
            throw new IllegalArgumentException("layer " + layer + " of a network with " + layers + " layers");
        }
        return quantity.ordinal() * layers + layer - 1;
    }
}
