package dev.plumbline.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.dl4j.WholeVocabulary;
import dev.plumbline.trace.Words;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word has a case of its name, which gets the word or the parameters that it takes. */
class WordCasesTests {
    static Stream<Object> words() {
        Stream<Object> ofEngines = Stream.of(
                        Words.all(Activation.class),
                        Words.all(Loss.class),
                        Words.all(Optimizer.class),
                        WholeVocabulary.changingRates(LearningRate.ScheduleUnit.STEP))
                .flatMap(List::stream);
        return Stream.concat(
                ofEngines,
                Stream.of(
                        new Initializer.Constant(0.5),
                        new Initializer.Uniform(-1, 1),
                        new Initializer.Normal(0, 1),
                        new Initializer.TruncatedNormal(0, 1),
                        new Initializer.GlorotUniform(),
                        new Initializer.GlorotNormal(),
                        new Initializer.HeUniform(),
                        new Initializer.HeNormal(),
                        new Initializer.LecunUniform(),
                        new Initializer.LecunNormal(),
                        new Initializer.Orthogonal(1),
                        new Initializer.Identity(),
                        new Initializer.Given(List.of(List.of(1.0))),
                        new Initializer.Npy("W.npy"),
                        new Initializer.Npz("W.npz", Optional.empty()),
                        LearningRate.of(0.1),
                        new GradientNormalization.ClipValue(1),
                        new GradientNormalization.ClipNorm(1, GradientNormalization.NormScope.LAYER),
                        new GradientNormalization.UnitNorm(GradientNormalization.NormScope.TENSOR),
                        new Constraint.MaxNorm(3),
                        new Constraint.UnitNorm(),
                        new Constraint.NonNegative(),
                        new MissingValueRule.Error(),
                        new MissingValueRule.Mean(),
                        new MissingValueRule.Median(),
                        new MissingValueRule.Constant(0),
                        new DataSource.Inline(List.of(List.of(1.0)), List.of(List.of(1.0))),
                        new DataSource.Csv("a.csv", List.of("x"), List.of("y"), List.of(), ","),
                        new DataSource.Npz("a.npz", "inputs", "targets"),
                        new DataSource.Idx("inputs", "targets", 2, 255)));
    }

    /** A call of a case. */
    private record Call(String method, List<Object> arguments) {}

    @ParameterizedTest
    @MethodSource("words")
    void callsTheCaseOfTheWord(Object word) {
        Class<?> cases = Arrays.stream(word.getClass().getInterfaces()[0].getDeclaredClasses())
                .filter(each -> each.getSimpleName().equals("Cases"))
                .findFirst()
                .orElseThrow();
        Object recording = Proxy.newProxyInstance(
                cases.getClassLoader(),
                new Class<?>[] {cases},
                (proxy, method, arguments) ->
                        new Call(method.getName(), arguments == null ? List.of() : List.of(arguments)));
        Call call = WordCases.match((Record) word, recording);

        assertEquals(
                word.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                call.method().toLowerCase(Locale.ROOT));
        if (!call.arguments().equals(List.of(word))) {
            List<Object> values = new ArrayList<>();
            for (Parameter parameter : Schema.of(word.getClass()).parameters()) {
                values.add(parameter.valueIn(word));
            }
            assertEquals(values.subList(0, call.arguments().size()), call.arguments());
        }
    }

    @Test
    void throwsWhatACaseThrows() {
        Constraint.Cases<String> failing = new Constraint.Cases<>() {
            @Override
            public String maxNorm(double max) {
                throw new UnsupportedOperationException("max " + max);
            }

            @Override
            public String unitNorm() {
                return "unit";
            }

            @Override
            public String nonNegative() {
                return "positive";
            }
        };
        assertEquals("unit", new Constraint.UnitNorm().match(failing));
        assertEquals(
                "max 3.0",
                assertThrows(UnsupportedOperationException.class, () -> new Constraint.MaxNorm(3).match(failing))
                        .getMessage());
    }
}
