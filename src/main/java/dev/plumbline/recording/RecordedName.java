package dev.plumbline.recording;

import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.trace.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name of an array in a recording: the symbol of a quantity and the layer, counted from 1, as in {@code dW2}; or
 * {@code loss}.
 *
 * @param quantity the quantity
 * @param layer counted from 1; the last one for the loss
 */
record RecordedName(Quantity quantity, int layer) {
    /** The suffix of the weights before the first step, if they are not the experiment's: {@code W1_initial}. */
    static final String INITIAL = "_initial";

    /** The outputs of the trained network for all examples. */
    static final String OUTPUTS = "outputs";

    /** The number of recorded steps. */
    static final String STEPS = "steps";

    private static final Pattern NUMBERED = Pattern.compile("([A-Za-z]+)([0-9]+)");

    /** Parses a name; empty if a network with this number of layers has no such tensor. */
    static Optional<RecordedName> parse(String name, int layers) {
        if (name.equals(Quantity.LOSS.symbol())) {
            return Optional.of(new RecordedName(Quantity.LOSS, layers));
        }
        Matcher matcher = NUMBERED.matcher(name);
        if (!matcher.matches() || matcher.group(2).length() > 6) {
            return Optional.empty();
        }
        int layer = Integer.parseInt(matcher.group(2));
        return Arrays.stream(Quantity.values())
                .filter(quantity -> quantity != Quantity.LOSS)
                .filter(quantity -> quantity.symbol().equals(matcher.group(1)))
                .filter(quantity -> layer >= 1 && layer <= layers)
                .findFirst()
                .map(quantity -> new RecordedName(quantity, layer));
    }

    /** Every name that is allowed in a recording of a network with this number of layers. */
    static List<String> all(int layers) {
        Stream<String> tensors = Arrays.stream(Quantity.values())
                .filter(quantity -> quantity != Quantity.LOSS)
                .flatMap(quantity -> IntStream.rangeClosed(1, layers).mapToObj(layer -> quantity.symbol() + layer));
        Stream<String> initial = Stream.of("W", "b")
                .flatMap(s -> IntStream.rangeClosed(1, layers).mapToObj(l -> s + l + INITIAL));
        return Stream.concat(Stream.concat(tensors, initial), Stream.of(Quantity.LOSS.symbol(), OUTPUTS, STEPS))
                .toList();
    }

    /** Other common names of the quantities, in lower case. */
    private static final Map<String, Quantity> OTHER_NAMES = Map.ofEntries(
            Map.entry("weight", Quantity.WEIGHTS),
            Map.entry("weights", Quantity.WEIGHTS),
            Map.entry("kernel", Quantity.WEIGHTS),
            Map.entry("theta", Quantity.WEIGHTS),
            Map.entry("bias", Quantity.BIAS),
            Map.entry("biases", Quantity.BIAS),
            Map.entry("l", Quantity.ACTIVATION),
            Map.entry("h", Quantity.ACTIVATION),
            Map.entry("layer", Quantity.ACTIVATION),
            Map.entry("hidden", Quantity.ACTIVATION),
            Map.entry("activation", Quantity.ACTIVATION),
            Map.entry("pre", Quantity.PRE_ACTIVATION),
            Map.entry("net", Quantity.PRE_ACTIVATION),
            Map.entry("delta", Quantity.DELTA),
            Map.entry("grad", Quantity.WEIGHT_GRADIENT),
            Map.entry("gradw", Quantity.WEIGHT_GRADIENT),
            Map.entry("gradb", Quantity.BIAS_GRADIENT),
            Map.entry("update", Quantity.WEIGHT_UPDATE));

    private static final Pattern OTHER_NAME = Pattern.compile("([A-Za-z]+)_?([0-9]+)(_[A-Za-z]+)?");

    /** The name that the user probably meant: a common other name, or the nearest one within a few edits, ignoring case. */
    static Optional<String> nearest(String unknown, int layers) {
        Matcher otherName = OTHER_NAME.matcher(unknown.toLowerCase(Locale.ROOT));
        if (otherName.matches() && otherName.group(2).length() <= 6) {
            int number = Integer.parseInt(otherName.group(2));
            boolean isSynapse = otherName.group(1).equals("syn"); // the tutorial's weights count from 0
            Optional<String> corrected = Optional.ofNullable(
                            isSynapse ? Quantity.WEIGHTS : quantityOf(otherName.group(1), otherName.group(3)))
                    .map(quantity -> quantity.symbol() + (isSynapse ? number + 1 : number))
                    .filter(name -> parse(name, layers).isPresent());
            if (corrected.isPresent()) {
                return corrected;
            }
        }
        return NearMiss.of(unknown, all(layers));
    }

    private static @Nullable Quantity quantityOf(String word, @Nullable String suffix) {
        return OTHER_NAMES.get(suffix == null ? word : suffix.substring(1)); // l1 is an activation, l1_delta a delta
    }

    @Override
    public String toString() {
        return quantity == Quantity.LOSS ? quantity.symbol() : quantity.symbol() + layer;
    }
}
