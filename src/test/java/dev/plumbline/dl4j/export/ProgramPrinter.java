package dev.plumbline.dl4j.export;

import dev.plumbline.dl4j.SampleNetworks;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;
import java.util.Optional;
import java.util.stream.Stream;

/** Prints the program of a sample network, in a separate JVM, to test which classes this loads. */
final class ProgramPrinter {
    private ProgramPrinter() {}

    public static void main(String[] arguments) {
        Stream.of(
                        SampleNetworks.miniBatches(Precision.F32),
                        SampleNetworks.tutorial(Precision.F64, 60_000),
                        SampleNetworks.deeperTanh(Precision.F64))
                .map(spec -> new Dl4jProgram(Experiment.of(spec), Optional.empty()))
                .forEach(program -> System.out.println(program.source()));
    }
}
