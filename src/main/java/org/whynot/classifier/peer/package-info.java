/** Other methods that say which parts of a clip a classifier's decision depends on, to compare explanations with. */
package org.whynot.classifier.peer;
