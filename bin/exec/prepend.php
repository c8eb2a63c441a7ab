<?php
// Run before each program of PHP that `trunkline exec` starts. Streams read no proxy from the environment: the default context names it.
if (defined('TRUNKLINE_PREPENDED')) return;
define('TRUNKLINE_PREPENDED', true);
(static function (): void {
    $proxy = getenv('TRUNKLINE_PROXY');
    if (!is_string($proxy) || strpos($proxy, 'http://') !== 0) return;
    stream_context_set_default(['http' => ['proxy' => 'tcp' . substr($proxy, 4)]]);
})();
// What the user's own settings prepend comes after it.
foreach (array_merge([php_ini_loaded_file()], explode(',', (string) php_ini_scanned_files())) as $trunkline_file) {
    $trunkline_file = is_string($trunkline_file) ? trim($trunkline_file) : '';
    $trunkline_own = $trunkline_file === '' ? false : @parse_ini_file($trunkline_file, false, INI_SCANNER_RAW);
    if (isset($trunkline_own['auto_prepend_file']) && realpath($trunkline_own['auto_prepend_file']) !== __FILE__) {
        $trunkline_next = $trunkline_own['auto_prepend_file'];
    }
}
if (!empty($trunkline_next) && $trunkline_next !== 'none') require $trunkline_next;
unset($trunkline_file, $trunkline_own, $trunkline_next);
