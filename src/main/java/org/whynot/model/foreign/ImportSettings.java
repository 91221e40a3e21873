package org.whynot.model.foreign;

import java.nio.file.Path;

/**
 * What is to be imported, and how.
 *
 * @param file TorchScript or ONNX
 * @param output the model folder to make
 * @param name the model's name
 * @param preset what is known about its family
 * @param given what the user stated; comes before everything else
 * @param videos a folder of unlabelled videos for finding the class kernels; null for seeded clips
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record ImportSettings(
        Path file, Path output, String name, Preset preset, ImportHints given, Path videos, String device) {}
