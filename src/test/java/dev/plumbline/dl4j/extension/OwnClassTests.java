package dev.plumbline.dl4j.extension;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.dl4j.SampleNetworks;
import dev.plumbline.dl4j.WholeVocabulary;
import dev.plumbline.dl4j.translation.Dl4jConfiguration;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/** The list of Plumbline's classes on DL4J equals the classes that DL4J actually receives. */
class OwnClassTests {
    private static final List<Class<?>> EXTENSION_POINTS = List.of(
            IActivation.class,
            ILossFunction.class,
            IUpdater.class,
            GradientUpdater.class,
            ISchedule.class,
            IDropout.class,
            BaseConstraint.class,
            TrainingListener.class);

    @Test
    void namesTheClassesThatDl4jReceives() {
        Stream<NetworkSpec> networks = Stream.concat(
                WholeVocabulary.networks(), Stream.of(Precision.values()).flatMap(SampleNetworks::all));
        assertAll(networks.map(spec -> () -> {
            String calls = new Dl4jConfiguration(spec)
                    .lines().stream().map(Dl4jConfiguration.Line::java).collect(Collectors.joining("\n"));
            Set<Dl4jReplacement> handed = Stream.of(Dl4jReplacement.values())
                    .filter(own -> calls.contains("new " + own.javaName() + "("))
                    .collect(Collectors.toSet());
            assertEquals(handed, Set.copyOf(Dl4jReplacement.usedBy(spec)), spec::name);
        }));
    }

    /** Probes delegate every call to DL4J's own object. */
    @Test
    void noneIsMissing() {
        Set<String> extensions = new TreeSet<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackagesOf(Dl4jEngine.class)) {
            if (EXTENSION_POINTS.stream().anyMatch(each::isAssignableTo)) {
                extensions.add(outermost(each).getSimpleName());
            }
        }
        extensions.remove("Probes");

        assertEquals(
                Stream.of(Dl4jReplacement.values())
                        .map(Dl4jReplacement::javaName)
                        .collect(Collectors.toCollection(TreeSet::new)),
                extensions);
    }

    private static JavaClass outermost(JavaClass inner) {
        return inner.getEnclosingClass().map(OwnClassTests::outermost).orElse(inner);
    }
}
