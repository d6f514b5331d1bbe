package dev.plumbline.spec.data;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The weights of examples by their classes. */
public final class ClassWeights {
    private static final String PATH = "training.class_weight";

    private final List<String> names; // in the order of the outputs
    private final int[] classOf; // for each example the number of its class

    private ClassWeights(List<String> names, int[] classOf) {
        this.names = names;
        this.classOf = classOf;
    }

    /**
     * The classes of targets: 1 at the class of an example, 0 or -1 elsewhere; a single target is 1 for the second of two
     * classes.
     *
     * @param targets examples × outputs, row by row
     * @param named the names of the classes; empty if they have none
     * @throws InvalidSpecException if a target is no class
     */
    public static ClassWeights of(double[] targets, int outputs, List<String> named) {
        int classes = Math.max(2, outputs);
        List<String> names = named.size() == classes
                ? named
                : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        int[] classOf = new int[targets.length / outputs];
        for (int example = 0; example < classOf.length; example++) {
            int ones = 0;
            for (int i = 0; i < outputs; i++) {
                double target = targets[example * outputs + i];
                if (target == 1) {
                    ones++;
                    classOf[example] = outputs == 1 ? 1 : i;
                } else if (target != 0 && target != -1) {
                    throw refused(
                            ErrorKind.INVALID_COMBINATION,
                            "the targets are no classes: the training part has a target of " + target,
                            "no `class_weight`, or a target that names a class");
                }
            }
            if (ones != 1 && outputs > 1) {
                throw refused(
                        ErrorKind.INVALID_COMBINATION,
                        "a training example has " + ones + " classes",
                        "no `class_weight`, or one class for each example");
            }
        }
        return new ClassWeights(names, classOf);
    }

    /**
     * The weight of each class, in the order of the outputs.
     *
     * @throws InvalidSpecException if the weights are not those of these classes
     */
    public ClassWeight.ByClass resolve(ClassWeight weight) {
        if (weight instanceof ClassWeight.ByClass given) {
            checkNames(given.weights().keySet());
            return inOrder(name -> given.weights().get(name));
        }
        int[] counts = new int[names.size()];
        Arrays.stream(classOf).forEach(number -> counts[number]++);
        return balanced(counts);
    }

    /**
     * The weights with which all classes count equally: n / (classes · examples of the class).
     *
     * @param counts the number of examples of each class
     * @throws InvalidSpecException if a class has no examples
     */
    private ClassWeight.ByClass balanced(int[] counts) {
        double examples = Arrays.stream(counts).sum();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw refused(
                        ErrorKind.UNKNOWN_CATEGORY,
                        "the training part has no example of the class `" + names.get(i) + "`",
                        "examples of every class, or a weight for each class");
            }
        }
        return inOrder(name -> examples / (counts.length * (double) counts[names.indexOf(name)]));
    }

    private ClassWeight.ByClass inOrder(ToDoubleFunction<String> weight) {
        Map<String, Double> weights = new LinkedHashMap<>();
        names.forEach(name -> weights.put(name, weight.applyAsDouble(name)));
        return new ClassWeight.ByClass(weights);
    }

    /** Refuses unknown classes, and classes without a weight unless an unknown one is a misspelling of it. */
    private void checkNames(Set<String> weighted) {
        List<Problem> problems = new ArrayList<>();
        List<String> missing = new ArrayList<>(names);
        missing.removeAll(weighted);
        for (String name : weighted) {
            if (!names.contains(name)) {
                Optional<String> near = NearMiss.of(name, missing);
                near.ifPresent(missing::remove);
                problems.add(new Problem(
                        ErrorKind.UNKNOWN_KEY,
                        PATH + ".weights." + name,
                        "the data have no class `" + name + "`"
                                + near.map(meant -> "; did you mean `" + meant + "`?")
                                        .orElse(""),
                        String.join(", ", names)));
            }
        }
        if (!missing.isEmpty()) {
            problems.add(new Problem(
                    ErrorKind.MISSING_KEY,
                    PATH,
                    "a weight is missing for `" + String.join("`, `", missing) + "`",
                    "a weight for each class: " + String.join(", ", names)));
        }
        InvalidSpecException.throwIfAny(problems);
    }

    /** The weight of each example. */
    public double[] ofExamples(ClassWeight weight) {
        List<Double> weights = List.copyOf(resolve(weight).weights().values());
        return Arrays.stream(classOf).mapToDouble(weights::get).toArray();
    }

    private static InvalidSpecException refused(ErrorKind kind, String message, String allowed) {
        return new InvalidSpecException(List.of(new Problem(kind, PATH, message, allowed)));
    }
}
