package org.whynot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom. */
@AnalyzeClasses(packages = "org.whynot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_IMPORT_ONLY_WHAT_LIES_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.whynot..")
            .layer("tube")
            .definedBy("org.whynot.tube..")
            .layer("video")
            .definedBy("org.whynot.video..")
            .layer("model")
            .definedBy("org.whynot.model..")
            .layer("explain")
            .definedBy("org.whynot.explain..")
            .layer("dataset")
            .definedBy("org.whynot.dataset..")
            .layer("train")
            .definedBy("org.whynot.train..")
            .layer("evaluate")
            .definedBy("org.whynot.evaluate..")
            .layer("overlay")
            .definedBy("org.whynot.overlay..")
            .layer("door")
            .definedBy("org.whynot.door..")
            .layer("batch")
            .definedBy("org.whynot.batch..")
            .layer("ui")
            .definedBy("org.whynot.ui..")
            .layer("command")
            .definedBy("org.whynot.command..")
            .layer("imagej1")
            .definedBy("org.whynot.imagej1..")
            .layer("shell")
            .definedBy("org.whynot.shell..")
            .whereLayer("tube")
            .mayNotAccessAnyLayer()
            .whereLayer("video")
            .mayNotAccessAnyLayer()
            .whereLayer("model")
            .mayOnlyAccessLayers("tube")
            .whereLayer("explain")
            .mayOnlyAccessLayers("tube", "video", "model")
            .whereLayer("dataset")
            .mayOnlyAccessLayers("video")
            .whereLayer("train")
            .mayOnlyAccessLayers("tube", "video", "model", "explain", "dataset")
            .whereLayer("evaluate")
            .mayOnlyAccessLayers("tube", "video", "model", "explain", "dataset")
            .whereLayer("overlay")
            .mayOnlyAccessLayers("tube", "video", "model", "explain")
            .whereLayer("door")
            .mayOnlyAccessLayers("video", "model")
            .whereLayer("batch")
            .mayOnlyAccessLayers("video", "model", "explain", "overlay", "door")
            .whereLayer("ui")
            .mayOnlyAccessLayers("tube", "video", "model", "explain", "overlay", "door")
            .whereLayer("command")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("imagej1")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("shell")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule THE_ENGINES_TYPES_STAY_IN_MODEL_AND_TRAIN = noClasses()
            .that()
            .resideOutsideOfPackages("org.whynot.model..", "org.whynot.train..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule THE_TUBE_SEARCH_KNOWS_NOTHING_BUT_ARRAYS_AND_IMGLIB2 = noClasses()
            .that()
            .resideInAPackage("org.whynot.tube..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ij..", "org.scijava..");

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NOTHING_OF_WINDOWS_AND_SCIJAVA = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.whynot.tube..",
                    "org.whynot.video..",
                    "org.whynot.model..",
                    "org.whynot.explain..",
                    "org.whynot.dataset..",
                    "org.whynot.train..",
                    "org.whynot.evaluate..",
                    "org.whynot.batch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.scijava..", "javax.swing..", "ij.gui.GenericDialog");

    @ArchTest
    static final ArchRule TRAINING_KNOWS_NOTHING_OF_IMAGEJ = noClasses()
            .that()
            .resideInAPackage("org.whynot.train..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ij..", "java.awt..");

    @ArchTest
    static final ArchRule ONLY_THE_SHELL_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackage("org.whynot.shell..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
