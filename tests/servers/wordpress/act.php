<?php
// Does what standard input says, a JSON object a line: {"do": name of a WordPress function, "with": [arguments]}.
// Prints the results as JSON lines.
$_SERVER['HTTP_HOST'] = '127.0.0.1:' . getenv('WP_PORT');
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
require __DIR__ . '/site/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/user.php';
while (($line = fgets(STDIN)) !== false) {
    $act = json_decode($line, true);
    $result = call_user_func_array($act['do'], wp_slash($act['with']));
    echo json_encode(is_wp_error($result) ? ['error' => $result->get_error_message()] : $result), "\n";
}
