package dev.plumbline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.kotlin.DenseBuilder;
import dev.plumbline.kotlin.NetworkBuilder;
import dev.plumbline.kotlin.TrainingBuilder;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.data.Scaling;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word has its methods in Java and its function in Kotlin, with the parameters and defaults of its definition. */
class NetworkWordsTests {
    private static final List<Class<?>> FAMILIES = List.of(
            Activation.class,
            Initializer.class,
            Loss.class,
            Optimizer.class,
            LearningRate.class,
            GradientNormalization.class,
            Constraint.class);

    /** What a required parameter may be, by its type and else by its name. */
    private static final Map<Class<?>, Object> VALUES = Map.of(
            LearningRate.class,
            LearningRate.of(0.25),
            int.class,
            2,
            String.class,
            "file.npz",
            GradientNormalization.NormScope.class,
            GradientNormalization.NormScope.TENSOR);

    @TestFactory
    Stream<DynamicTest> everyWordIsAMethod() {
        return FAMILIES.stream()
                .flatMap(family -> Vocabulary.of(family).entries().stream()
                        .filter(entry -> !entry.name().equals("constant") || family != LearningRate.class)
                        .map(entry -> DynamicTest.dynamicTest(
                                family.getSimpleName() + " " + entry.name(),
                                () -> check(family, entry.name(), entry.schema().orElseThrow()))));
    }

    private static void check(Class<?> family, String word, Schema<?> schema) throws ReflectiveOperationException {
        String name = family == Initializer.class && word.equals("identity") ? "identityWeights" : camelCase(word);
        RecordComponent[] components = schema.type().getRecordComponents();
        List<Integer> required = IntStream.range(0, components.length)
                .filter(i -> schema.parameters().get(i).byDefault().isEmpty()
                        && !schema.parameters().get(i).isOptional())
                .boxed()
                .toList();
        RecordBuilder<?> draft = RecordBuilder.of(schema.type());
        Object[] some = required.stream()
                .map(i -> value(name, schema.parameters().get(i), components[i]))
                .toArray();
        for (int i = 0; i < some.length; i++) {
            draft.put(schema.parameters().get(required.get(i)).name(), some[i]);
        }
        Object expected = draft.finish();
        Class<?>[] types = required.stream().map(i -> components[i].getType()).toArray(Class<?>[]::new);
        Method shortest = NetworkWords.class.getMethod(name, types);
        assertEquals(expected, shortest.invoke(null, some));
        assertEquals(family, shortest.getReturnType());

        Method whole = NetworkWords.class.getMethod(
                name, Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        Object[] all = schema.parameters().stream()
                .map(parameter -> parameter.valueIn(expected))
                .toArray();
        assertEquals(expected, whole.invoke(null, withOptionals(all, schema)));
        if (Arrays.asList(types).contains(LearningRate.class) && family == Optimizer.class) {
            types[0] = double.class;
            Object[] withNumber = some.clone();
            withNumber[0] = 0.25;
            assertEquals(expected, NetworkWords.class.getMethod(name, types).invoke(null, withNumber));
        }
        assertEquals(expected, inKotlin(family, name, components, required, some));
    }

    /** The constants of the enumerations are words too, in the interface of the family around them. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                Reduction.class,
                Precision.class,
                Backend.class,
                Metric.class,
                Scaling.class,
                LearningRate.ScheduleUnit.class,
                GradientNormalization.NormScope.class,
                Optimizer.RatePosition.class,
                Optimizer.EpsilonPosition.class,
                Optimizer.InitialMean.class
            })
    void everyConstantIsAFunctionInKotlin(Class<?> enumeration) throws ReflectiveOperationException {
        Class<?> family = enumeration.isMemberClass() ? enumeration.getDeclaringClass() : enumeration;
        for (Object constant : enumeration.getEnumConstants()) {
            String name = camelCase(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            assertEquals(constant, kotlinWords(family).getMethod(name).invoke(block(family)));
        }
    }

    private static Class<?> kotlinWords(Class<?> family) throws ClassNotFoundException {
        return Class.forName("dev.plumbline.kotlin." + family.getSimpleName() + "Words");
    }

    /** A block of Kotlin's that has the words of a family. */
    private static Object block(Class<?> family) throws ReflectiveOperationException {
        for (Class<?> builder : List.of(NetworkBuilder.class, DenseBuilder.class, TrainingBuilder.class)) {
            if (kotlinWords(family).isAssignableFrom(builder)) {
                Class<?> argument = builder.getConstructors()[0].getParameterTypes()[0];
                Object value =
                        argument == int.class ? (Object) 1 : argument == String.class ? "net" : NetworkWords.sgd(1);
                return builder.getConstructor(argument).newInstance(value);
            }
        }
        throw new AssertionError("no block has the words of " + family);
    }

    /** The same word of Kotlin's: a function that is called with its required arguments. */
    private static Object inKotlin(
            Class<?> family, String name, RecordComponent[] components, List<Integer> required, Object[] some)
            throws ReflectiveOperationException {
        Class<?> words = kotlinWords(family);
        Object block = block(family);
        if (required.size() == components.length) {
            return method(words, name, some.length, 0, components).invoke(block, some);
        }
        Method withDefaults = method(words, name + "$default", components.length + 3, 1, components);
        Object[] arguments = new Object[components.length + 3];
        arguments[0] = block;
        int mask = 0;
        for (int i = 0; i < components.length; i++) {
            int at = required.indexOf(i);
            arguments[i + 1] = at >= 0 ? some[at] : zeroOf(withDefaults.getParameterTypes()[i + 1]);
            mask |= at >= 0 ? 0 : 1 << i;
        }
        arguments[components.length + 1] = mask;
        return withDefaults.invoke(null, arguments);
    }

    /** The function of that name whose rate is a learning rate, if it has one, and not the number. */
    private static Method method(Class<?> words, String name, int parameters, int first, RecordComponent[] components) {
        return Arrays.stream(words.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters)
                .filter(method -> IntStream.range(0, components.length)
                        .allMatch(i -> components[i].getType() == Optional.class
                                || method.getParameterTypes()[first + i] == components[i].getType()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Kotlin has no " + name));
    }

    private static Object zeroOf(Class<?> type) {
        return type == int.class
                ? (Object) 0
                : type == double.class ? (Object) 0.0 : type == boolean.class ? false : null;
    }

    private static Object[] withOptionals(Object[] values, Schema<?> schema) {
        for (int i = 0; i < values.length; i++) {
            if (schema.parameters().get(i).isOptional() && !(values[i] instanceof Optional)) {
                values[i] = Optional.ofNullable(values[i]);
            }
        }
        return values;
    }

    private static Object value(String word, Parameter parameter, RecordComponent component) {
        if (component.getType() == List.class) {
            boolean table = parameter.isTable();
            boolean steps = word.equals("table") && parameter.name().equals("from");
            return table ? List.of(List.of(0.5)) : steps ? List.of(1) : List.of(0.5);
        }
        if (component.getType() == double.class) {
            return switch (parameter.name()) {
                case "low" -> 0.125;
                case "high" -> 0.75;
                default -> 0.5;
            };
        }
        return VALUES.get(component.getType());
    }

    private static String camelCase(String word) {
        String[] parts = word.split("_");
        return parts[0]
                + Arrays.stream(parts)
                        .skip(1)
                        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                        .reduce("", String::concat);
    }
}
